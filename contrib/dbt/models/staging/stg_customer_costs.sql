{{ stage('customer_costs') }}
