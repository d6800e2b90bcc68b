{{ stage('unit_costs') }}
