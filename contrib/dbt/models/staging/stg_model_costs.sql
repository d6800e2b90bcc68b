{{ stage('model_costs') }}
